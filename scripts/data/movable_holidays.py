#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write extractors/data/date_movable.tsv: holidays of lunar calendars by year, from the package `holidays`.

  pip install holidays; scripts/data/movable_holidays.py > extractors/data/date_movable.tsv

Easter and holidays at fixed places of the Gregorian calendar are computed by the stage itself and are not here.
"""
from datetime import date

from holidays.calendars.buddhist import _BuddhistLunisolar as buddhist
from holidays.calendars.chinese import _ChineseLunisolar as chinese
from holidays.calendars.hebrew import _HebrewLunisolar as hebrew
from holidays.calendars.hindu import _HinduLunisolar as hindu
from holidays.calendars.islamic import _IslamicLunar as islamic

FIRST, LAST = 1988, 2040
MONTHS = {"JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6, "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12}

# table, days, spellings (the first names the row), then (days later, length, spellings) that lean on it
ROWS = [
    (hebrew.ROSH_HASHANAH_DATES, 2, "rosh hashanah|rosh hashana|rosh hashanna|jewish new year", []),
    (hebrew.YOM_KIPPUR_DATES, 1, "yom kippur|day of atonement", []),
    (hebrew.SUKKOT_DATES, 7, "sukkot|succos|succot|feast of tabernacles|feast of booths|feast of the ingathering",
     [(7, 1, "shemini atzeret"), (8, 1, "simchat torah")]),
    (hebrew.HANUKKAH_DATES, 8, "hanukkah|chanukah|hanukah|hannukkah|festival of lights", []),
    (hebrew.PURIM_DATES, 1, "purim", [(1, 1, "shushan purim")]),
    (hebrew.PASSOVER_DATES, 8, "passover|pesach|feast of unleavened bread", []),
    (hebrew.SHAVUOT_DATES, 2, "shavuot|feast of weeks", []),
    (hebrew.LAG_BAOMER_DATES, 1, "lag baomer|lag b'omer", []),
    (hebrew.TISHA_BAV_DATES, 1, "tisha b'av|tisha bav", []),
    (hebrew.INDEPENDENCE_DAY_DATES, 1, "yom ha'atzmaut|yom haatzmaut|israeli independence day", []),
    (islamic.EID_AL_FITR_DATES, 1, "eid al-fitr|eid ul-fitr|eid al fitr|eid el-fitr|id ul-fitr|eid-ul-fitr|feast of fast-breaking", []),
    (islamic.EID_AL_ADHA_DATES, 1, "eid al-adha|eid ul-adha|eid al adha|id ul-adha|id al-adha|eid-ul-adha|bakr id|bakrid|feast of the sacrifice|sacrifice feast", []),
    (islamic.RAMADAN_BEGINNING_DATES, 30, "ramadan|ramadhan|ramazan|holy month of ramadan", []),
    (islamic.ASHURA_DATES, 1, "ashura|day of ashura|ashoura", []),
    (islamic.ARBAEEN_DATES, 1, "arbaeen|arba'een", []),
    (islamic.MAWLID_DATES, 1, "mawlid|mawlid al-nabi|mawlid al-nabawi|prophet's birthday|milad un-nabi", []),
    (islamic.ISRA_AND_MIRAJ_DATES, 1, "isra and mi'raj|isra and miraj|night journey|prophet's ascension|ascension to heaven", []),
    (islamic.LAYLAT_AL_QADR_DATES, 1, "laylat al-qadr|laylat al kadr|night of power|night of measures|night of destiny", []),
    (islamic.HIJRI_NEW_YEAR_DATES, 1, "islamic new year|hijri new year|muslim new year|amun jadid", []),
    (islamic.JUMUATUL_WIDA_DATES, 1, "jumu'atul-wida|jamat ul-vida", []),
    (chinese.LUNAR_NEW_YEAR_DATES, 1, "lunar new year|chinese new year|chinese lunar new year|chinese new year's day|chinese new years|"
     "chinese lunar new year's day|spring festival|tet|tet nguyen dan", []),
    (chinese.DRAGON_BOAT_DATES, 1, "dragon boat festival", []),
    (chinese.MID_AUTUMN_DATES, 1, "mid-autumn festival|moon festival", []),
    (buddhist.VESAK_MAY_DATES, 1, "vesak|vesak day|vaisakha|buddha day", []),
    (hindu.BUDDHA_PURNIMA_DATES, 1, "buddha purnima", []),
    (hindu.DIWALI_INDIA_DATES, 1, "diwali|deepavali|divali|lakshmi puja",
     [(-2, 1, "dhanteras|dhanatrayodashi"), (-1, 1, "choti diwali|chhoti diwali|naraka chaturdashi|kali chaudas"), (1, 1, "govardhan puja"), (2, 1, "bhai dooj|bhai duj")]),
    (hindu.HOLI_DATES, 1, "holi|dhulandi|phagwah", [(-1, 1, "holika dahan|chhoti holi|kamudu pyre")]),
    (hindu.DUSSEHRA_DATES, 1, "dussehra|vijayadashami|vijaya dashami", []),
    (hindu.SHARAD_NAVRATRI_DATES, 10, "navratri|navaratri|durga puja", []),
    (hindu.MAHA_SHIVARATRI_DATES, 1, "maha shivaratri|shivaratri|mahashivratri", []),
    (hindu.JANMASHTAMI_DATES, 1, "janmashtami|krishna janmashtami|gokulashtami", []),
    (hindu.GANESH_CHATURTHI_DATES, 1, "ganesh chaturthi", []),
    (hindu.RAKSHA_BANDHAN_DATES, 1, "raksha bandhan|rakhi", []),
    (hindu.RAM_NAVAMI_DATES, 1, "ram navami|rama navami", []),
    (hindu.MAHAVIR_JAYANTI_DATES, 1, "mahavir jayanti|mahaveer jayanti|mahaveer janma kalyanak", []),
    (hindu.GURU_NANAK_JAYANTI_DATES, 1, "guru nanak jayanti|guru nanak gurpurab", []),
    (hindu.GURU_GOBIND_SINGH_JAYANTI_DATES, 1, "guru gobind singh jayanti|guru gobind singh birthday|guru govind singh jayanti", []),
    (hindu.GURU_RAVIDAS_JAYANTI_DATES, 1, "guru ravidas jayanti|guru ravidass jayanti|guru ravidas birthday|guru ravidass birthday", []),
    (hindu.MAHARSHI_VALMIKI_JAYANTI_DATES, 1, "valmiki jayanti|maharishi valmiki jayanti|maharshi valmiki jayanti|pargat diwas", []),
    (hindu.KARWA_CHAUTH_DATES, 1, "karva chauth|karwa chauth", []),
    (hindu.CHHATH_PUJA_DATES, 1, "chhath puja|chhath|surya shashthi|dala puja", []),
    (hindu.RATH_YATRA_DATES, 1, "rath yatra|ratha-yatra", []),
    (hindu.BASANT_PANCHAMI_DATES, 1, "basant panchami|vasant panchami|saraswati jayanti|saraswati puja", []),
    (hindu.UGADI_DATES if hasattr(hindu, "UGADI_DATES") else hindu.GUDI_PADWA_DATES, 1, "ugadi|yugadi|gudi padwa|samvatsaradi|chaitra sukladi|chaitra sukhladi", []),
    (hindu.MAKAR_SANKRANTI_DATES, 1, "makar sankranti|makara sankranthi|makara sankranti", []),
    (hindu.PONGAL_DATES, 1, "pongal|thai pongal", [(-1, 1, "bhogi pongal|bogi pandigai"), (1, 1, "mattu pongal|maattu pongal"), (2, 1, "kaanum pongal|kanni pongal")]),
    (hindu.VAISAKHI_DATES, 1, "vaisakhi|baisakhi|vasakhi|vaishakhi", []),
    (hindu.ONAM_DATES, 1, "onam|thiru onam|thiruvonam", []),
    (hindu.THAIPUSAM_DATES, 1, "thaipusam", []),
    (hindu.MAHA_SAPTAMI_DATES if hasattr(hindu, "MAHA_SAPTAMI_DATES") else {}, 1, "maha saptami", []),
    (hindu.MAHA_ASHTAMI_DATES, 1, "maha ashtami", []),
    (hindu.MAHA_NAVAMI_DATES, 1, "maha navami", []),
]


# Places in the tabular Islamic calendar, for years that are not listed.
FALLBACK = {"eid al-fitr": "10-1", "eid al-adha": "12-10", "ramadan": "9-1", "ashura": "1-10", "arbaeen": "2-20", "mawlid": "3-12",
            "isra and mi'raj": "7-27", "laylat al-qadr": "9-27", "islamic new year": "1-1"}


# Begin at sunset of the day before.
EVE = [row[0] for row in ROWS[:8] + ROWS[9:10]]


def days_of(table):
    out = []
    for year, value in table.items():
        if not FIRST <= year <= LAST:
            continue
        values = [value] if isinstance(value[0], (str, int)) else list(value)
        for v in values:
            month, day = (MONTHS[v[0]] if isinstance(v[0], str) else v[0]), v[1]
            out.append(date(year, month, day).strftime("%Y%m%d"))
    return sorted(out)


def main():
    print("# class: date_phrase\n# source: Python package `holidays`, made by scripts/data/movable_holidays.py\n# licence: MIT")
    print("# Holidays of lunar calendars: on= their first days; same= the row that has them, plus= days later; days= length;")
    print("# eve=1: begins at sunset of the day before.")
    for table, length, names, later in ROWS:
        first, *rest = names.split("|")
        days = days_of(table)
        if not days:
            continue
        more = " days=%d" % length if length > 1 else ""
        if first in FALLBACK:
            more += " islamic=" + FALLBACK[first]
        if table in EVE:
            more += " eve=1"
        print("%s\tholiday\ton=%s%s" % (first, ",".join(days), more))
        for name in rest:
            print("%s\tholiday\tsame=%s%s" % (name, first.replace(" ", "_"), more))
        for plus, n, spellings in later:
            for name in spellings.split("|"):
                print("%s\tholiday\tsame=%s plus=%d%s" % (name, first.replace(" ", "_"), plus, (" days=%d" % n if n > 1 else "") + (" eve=1" if table in EVE else "")))


if __name__ == "__main__":
    main()
