/* SPDX-License-Identifier: Apache-2.0 */
#include "consumer/html_parts.h"

#include <string.h>
#include <strings.h>

const char *
wf_html_attribute(const GumboElement *element, const char *name)
{
    GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);

    return found == NULL ? NULL : found->value;
}

bool
wf_html_attribute_is(const GumboElement *element, const char *name, const char *value)
{
    const char *found = wf_html_attribute(element, name);

    return found != NULL && strcasecmp(found, value) == 0;
}

bool
wf_html_is_left_out(const GumboNode *node, bool article)
{
    const GumboElement *element = &node->v.element;
    const char *style, *role;

    switch (element->tag) {
    case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NAV: case GUMBO_TAG_ASIDE: case GUMBO_TAG_FORM: case GUMBO_TAG_BUTTON: case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_IFRAME: case GUMBO_TAG_OBJECT: case GUMBO_TAG_EMBED: case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH: case GUMBO_TAG_CANVAS: case GUMBO_TAG_AUDIO: case GUMBO_TAG_VIDEO: case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_CAPTION: case GUMBO_TAG_FIGURE: case GUMBO_TAG_INPUT: case GUMBO_TAG_TITLE: case GUMBO_TAG_NOFRAMES: case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_FRAMESET:
        return true;
    case GUMBO_TAG_FOOTER:
        return !article; /* the site's, not the article's */
    default:
        break;
    }
    if (element->attributes.length == 0)
        return false;
    style = wf_html_attribute(element, "style");
    role = wf_html_attribute(element, "role");
    return wf_html_attribute(element, "hidden") != NULL || wf_html_attribute_is(element, "aria-hidden", "true") ||
        (style != NULL && (strstr(style, "display:none") != NULL || strstr(style, "display: none") != NULL ||
                              strstr(style, "visibility:hidden") != NULL || strstr(style, "visibility: hidden") != NULL)) ||
        (role != NULL && (strcasecmp(role, "navigation") == 0 || strcasecmp(role, "banner") == 0 ||
                             strcasecmp(role, "complementary") == 0 || strcasecmp(role, "search") == 0 ||
                             strcasecmp(role, "contentinfo") == 0));
}

bool
wf_html_is_block(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_P: case GUMBO_TAG_DIV: case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE: case GUMBO_TAG_MAIN:
    case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3:
    case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_LI:
    case GUMBO_TAG_DL: case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_PRE:
    case GUMBO_TAG_ADDRESS: case GUMBO_TAG_TABLE: case GUMBO_TAG_TR: case GUMBO_TAG_HR: case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML: case GUMBO_TAG_CENTER: case GUMBO_TAG_HGROUP: case GUMBO_TAG_DETAILS: case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_THEAD: case GUMBO_TAG_TBODY: case GUMBO_TAG_TFOOT: case GUMBO_TAG_FIELDSET: case GUMBO_TAG_DIR:
    case GUMBO_TAG_MENU: case GUMBO_TAG_LISTING: case GUMBO_TAG_XMP: case GUMBO_TAG_PLAINTEXT:
        return true;
    default:
        return false;
    }
}

bool
wf_html_is_data_row(const GumboNode *row)
{
    const GumboVector *children = &row->v.element.children;
    unsigned cells = 0;

    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *cell = children->data[i];

        if (cell->type != GUMBO_NODE_ELEMENT)
            continue;
        if (cell->v.element.tag == GUMBO_TAG_TD || cell->v.element.tag == GUMBO_TAG_TH)
            cells++;
        for (unsigned k = 0; k < cell->v.element.children.length; k++) {
            const GumboNode *inner = cell->v.element.children.data[k];

            if (inner->type == GUMBO_NODE_ELEMENT && inner->v.element.tag != GUMBO_TAG_P &&
                wf_html_is_block(inner->v.element.tag))
                return false;
        }
    }
    return cells > 1;
}
