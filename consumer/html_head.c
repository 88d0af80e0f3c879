/* SPDX-License-Identifier: Apache-2.0 */
/* What the head of a page says of it, and which part of the page is read. */
#include <string.h>
#include <strings.h>

#include "consumer/envelope.h"
#include "consumer/html.h"
#include "consumer/html_parts.h"

struct step {
    const GumboNode *node;
    unsigned child;
};

struct walk {
    struct wf_document *doc;
    struct wf_html_head *head;
    WF_VECTOR(struct step) steps;
};

struct wf_slice
wf_html_text_of(wf_arena *arena, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);

    return len == 0 || len > 2000 ? WF_SLICE_NONE : wf_html_copy(arena, text, len);
}

static void
read_meta(struct walk *w, const GumboElement *element)
{
    static const char *const dates[] = { "article:published_time", "date", "pubdate", "publishdate", "dc.date",
        "dc.date.issued", "datepublished", "parsely-pub-date", "dcterms.created" };
    const char *name = wf_html_attribute(element, "property"), *content = wf_html_attribute(element, "content");

    if (name == NULL)
        name = wf_html_attribute(element, "name");
    if (name == NULL)
        name = wf_html_attribute(element, "itemprop");
    if (name == NULL || content == NULL)
        return;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        if (strcasecmp(name, dates[i]) == 0)
            wf_envelope_published(w->doc, wf_html_text_of(w->doc->arena, content));
    }
    if (strcasecmp(name, "og:title") == 0)
        w->head->title = wf_html_text_of(w->doc->arena, content);
    else if (strcasecmp(name, "og:site_name") == 0)
        w->head->site = wf_html_text_of(w->doc->arena, content);
    else if (strcasecmp(name, "og:url") == 0 && w->doc->url.len == 0)
        w->doc->url = wf_html_text_of(w->doc->arena, content);
}

/* Title, date, publisher, address from the head. */
static void
read_head(struct walk *w, const GumboNode *head)
{
    struct wf_document *doc = w->doc;

    for (unsigned i = 0; i < head->v.element.children.length; i++) {
        const GumboNode *node = head->v.element.children.data[i];
        const GumboElement *element = &node->v.element;

        if (node->type != GUMBO_NODE_ELEMENT)
            continue;
        if (element->tag == GUMBO_TAG_META) {
            read_meta(w, element);
        } else if (element->tag == GUMBO_TAG_TITLE && element->children.length > 0 && w->head->title.len == 0) {
            const GumboNode *text = element->children.data[0];

            if (text->type == GUMBO_NODE_TEXT)
                w->head->title = wf_html_text_of(doc->arena, text->v.text.text);
        } else if (element->tag == GUMBO_TAG_LINK && wf_html_attribute_is(element, "rel", "canonical") && doc->url.len == 0) {
            doc->url = wf_html_text_of(doc->arena, wf_html_attribute(element, "href"));
        }
    }
}

const GumboNode *
wf_html_root(struct wf_document *doc, const GumboNode *html, struct wf_html_head *head)
{
    struct walk walk = { .doc = doc, .head = head }, *w = &walk;
    const GumboNode *main_part = NULL, *article = NULL, *body = html, *node;
    unsigned articles = 0;
    struct step *step = wf_vector_push(w->doc->arena, &w->steps);

    if (step == NULL)
        return NULL;
    *step = (struct step){ html, 0 };
    while (w->steps.count > 0) {
        step = &w->steps.items[w->steps.count - 1];
        if (step->child >= step->node->v.element.children.length) {
            w->steps.count--;
            continue;
        }
        node = step->node->v.element.children.data[step->child++];
        if (node->type != GUMBO_NODE_ELEMENT)
            continue;
        if (node->v.element.tag == GUMBO_TAG_HEAD) {
            read_head(w, node);
            continue;
        }
        if (node->v.element.tag == GUMBO_TAG_BODY && body == html)
            body = node;
        if (node->v.element.tag == GUMBO_TAG_ARTICLE) {
            article = article == NULL ? node : article;
            articles++;
        }
        if (main_part == NULL &&
            (node->v.element.tag == GUMBO_TAG_MAIN || wf_html_attribute_is(&node->v.element, "role", "main")))
            main_part = node;
        step = wf_vector_push(w->doc->arena, &w->steps);
        if (step == NULL)
            return NULL;
        *step = (struct step){ node, 0 };
    }
    return articles == 1 ? article : main_part != NULL ? main_part : body;
}
