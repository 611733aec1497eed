/* The page around a report: see html.h. */
#include "html.h"
#include "plot.h"
#include <stdlib.h>
#include <string.h>

static const char before_colours[] =
    "html{font:16px/1.5 system-ui,-apple-system,Segoe UI,Helvetica,Arial,Liberation Sans,sans-serif;-webkit-text-size-adjust:100%}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--ground);color:var(--ink);overflow-wrap:anywhere}\n"
    "main{max-width:70rem;margin:0 auto;padding:1.5rem clamp(.9rem,4vw,2.5rem) 4rem}\n"
    "h1{font-size:clamp(1.45rem,5vw,2.1rem);line-height:1.2;margin:.5rem 0 .4rem}\n"
    "h2{font-size:1.35rem;line-height:1.25;margin:2.8rem 0 .6rem;padding-top:.7rem;border-top:1px solid var(--grid)}\n"
    "h3{font-size:1.1rem;line-height:1.3;margin:2rem 0 .5rem}\n"
    "h4{font-size:1rem;margin:1.4rem 0 .4rem}\n"
    "p{margin:.5rem 0;max-width:46rem}\n"
    "a{color:var(--text0)}\n"
    ".soft,figcaption,dt{color:var(--soft)}\n"
    ".soft,figcaption{font-size:.875rem}\n"
    ".result>*{min-width:0}.result{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem 2rem;align-items:center;margin:0 0 2rem}\n"
    "@media (min-width:62rem){.result{grid-template-columns:minmax(0,1.1fr) minmax(0,1fr)}}\n"
    "figure{margin:0;min-width:0;break-inside:avoid}\n"
    "svg{display:block;width:100%;height:auto;font-family:Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif}\n"
    ".scroll{overflow-x:auto;max-width:100%}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}\n"
    "th,td{padding:.32rem .8rem .32rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid);overflow-wrap:normal}\n"
    "thead th{border-bottom:1.5px solid var(--axis);vertical-align:bottom;font-weight:600}\n"
    "tbody th{font-weight:600}\n"
    "td.text{min-width:9rem;overflow-wrap:anywhere}\n"
    ".interval{display:block;color:var(--soft);font-size:.8125rem;white-space:nowrap}\n"
    ".mark{display:inline-block;white-space:nowrap;border:1px solid currentColor;border-radius:.25rem;padding:0 .3rem;"
    "font-size:.75rem;font-weight:600;line-height:1.35}\n"
    ".value{white-space:nowrap}.best .value{font-weight:700}.best td:nth-child(n+3) .value{font-weight:400}\n"
    ".holds{color:var(--text2)}.fails{color:var(--text1)}.undecided{color:var(--soft)}\n"
    ".origin{white-space:normal;min-width:8rem}\n"
    "ul{padding-left:1.2rem}\n"
    "dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.5rem 0}\n"
    "dd{margin:0}\n"
    "@media (max-width:30rem){table{font-size:.8rem}th,td{padding-right:.5rem}.interval,.mark{font-size:.72rem}"
    "td.text{min-width:7rem}dl{grid-template-columns:minmax(0,1fr)}dd{margin:0 0 .4rem}}\n"
    "pre{overflow-x:auto;padding:.7rem .9rem;margin:.5rem 0;border:1px solid var(--grid);border-radius:.35rem;font:.85rem/1.5 ui-monospace,Menlo,"
    "Consolas,Liberation Mono,monospace}\n"
    "summary{cursor:pointer;margin:.6rem 0}\n"
    ":focus-visible{outline:2px solid var(--text0);outline-offset:2px}\n";
static const char on_paper[] =
    "body{font-size:10pt}main{max-width:none;padding:0}pre{white-space:pre-wrap}.scroll{overflow:visible}details>*{display:block}"
    "h2,h3,h4{break-after:avoid}svg{max-width:13cm!important}tr{break-inside:avoid}";

void html_open(struct sink *out, const char *title)
{
    sink_text(out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>\n"
                   "<link rel=\"icon\" href=\"data:,\"/>\n<title>");
    put_text(out, title);
    sink_text(out, "</title>\n<style>\n:root{color-scheme:light dark;");
    plot_svg_colours(out, 0);
    sink_text(out, "}\n@media (prefers-color-scheme:dark){:root{");
    plot_svg_colours(out, 1);
    sink_text(out, "}}\n");
    sink_text(out, before_colours);
    sink_text(out, "@media print{:root{color-scheme:light;");
    plot_svg_colours(out, 0);
    sink_text(out, "}"), sink_text(out, on_paper);
    sink_text(out, "}\n</style>\n</head>\n<body>\n<main>\n");
}

void html_close(struct sink *out) { sink_text(out, "</main>\n</body>\n</html>\n"); }

void html_heading(struct sink *out, int level, const char *text)
{
    put(out, "<h%d>", level);
    put_text(out, text);
    put(out, "</h%d>\n", level);
}

void html_term(struct sink *out, const char *our_term, const char *text)
{
    if (!text || !*text) return;
    put(out, "<dt>%s</dt><dd>", our_term);
    put_text(out, text);
    put(out, "</dd>\n");
}

void html_code(struct sink *out, const char *label, const char *text)
{
    put(out, "<pre tabindex=\"0\" role=\"region\" aria-label=\"");
    put_text(out, label);
    put(out, "\"><code>");
    for (const char *end; *text; text = *end ? end + 1 : end) {
        char *line = strndup(text, strcspn(text, "\n"));     /* a line end is no text */
        end = text + strcspn(text, "\n");
        if (line) put_text(out, line);
        if (*end) sink_char(out, '\n');
        free(line);
    }
    put(out, "</code></pre>\n");
}

void html_table(struct sink *out, const char *label, const char *const *names, int n)
{
    put(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    put_text(out, label);
    put(out, "\">\n<table aria-label=\"");
    put_text(out, label);
    put(out, "\">\n<thead><tr>");
    for (int i = 0; i < n; i++) {
        put(out, "<th scope=\"col\">");
        put_text(out, names[i]);
        put(out, "</th>");
    }
    put(out, "</tr></thead>\n<tbody>\n");
}

void html_table_end(struct sink *out, const char *our_note)
{
    put(out, "</tbody>\n</table>\n</div>\n");
    if (*our_note) sink_text(out, "<p class=\"soft\">"), sink_text(out, our_note), sink_text(out, "</p>\n");
}

void html_row_name(struct sink *out, const char *name)
{
    put(out, "<th scope=\"row\">");
    put_text(out, name);
    put(out, "</th>");
}

void html_cell(struct sink *out, const char *text)
{
    put(out, "<td>");
    put_text(out, text);
    put(out, "</td>");
}
