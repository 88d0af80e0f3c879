/* SPDX-License-Identifier: Apache-2.0 */
(function () {
  "use strict";
  var all = function (selector, within) { return Array.from((within || document).querySelectorAll(selector)); };
  var sheet = document.getElementById("sheet"), find = document.getElementById("find");
  var layers = ["entity", "figure", "date", "agreement", "event", "quote"];

  all("[data-count]").forEach(function (b) {
    b.textContent = document.querySelectorAll(".card." + b.dataset.count).length;
  });
  all("[data-layer]").forEach(function (box) {
    var show = function () { document.body.classList.toggle("no-" + box.dataset.layer, !box.checked); };
    box.addEventListener("change", show);
    show();
  });
  find.addEventListener("input", function () {
    var words = find.value.toLowerCase();
    all(".list .card").forEach(function (card) { card.hidden = card.textContent.toLowerCase().indexOf(words) < 0; });
  });

  function clear() {
    all(".on").forEach(function (e) { e.classList.remove("on"); });
    sheet.hidden = true;
  }
  function layerOf(element) {
    return layers.find(function (name) { return element.classList.contains(name); });
  }
  function marksOf(article, number) {
    return all(".m", article).filter(function (m) { return m.dataset.f.split(" ").indexOf(number) >= 0; });
  }
  function light(article, card) {
    card.classList.add("on");
    marksOf(article, card.dataset.n).forEach(function (m) {
      m.style.setProperty("--hot", "var(--c-" + layerOf(card) + ")");
      m.classList.add("on");
    });
  }
  function narrow() { return window.matchMedia("(max-width: 56rem)").matches; }
  function shown(card) { return !document.body.classList.contains("no-" + layerOf(card)); }

  document.addEventListener("click", function (event) {
    var mark = event.target.closest(".m"), card = event.target.closest(".list .card");
    if (event.target.closest("#sheet button") || (!mark && !card && !event.target.closest("#sheet, .bar"))) clear();
    if (!mark && !card) return;
    event.preventDefault();
    clear();
    var article = event.target.closest("article");
    if (card) {
      light(article, card);
      var first = marksOf(article, card.dataset.n)[0];
      if (first) first.scrollIntoView({ block: "center" });
      return;
    }
    var cards = mark.dataset.f.split(" ").map(function (n) {
      return document.getElementById("d" + article.dataset.d + "f" + n);
    }).filter(shown);
    cards.forEach(function (c) { light(article, c); });
    if (narrow()) {
      sheet.querySelector("ol").replaceChildren.apply(sheet.querySelector("ol"), cards.map(function (c) {
        var copy = c.cloneNode(true);
        copy.removeAttribute("id");
        copy.hidden = false;
        return copy;
      }));
      sheet.hidden = cards.length === 0;
    } else if (cards[0]) {
      cards[0].scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") clear(); });
})();
