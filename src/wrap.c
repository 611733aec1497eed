/* Lines that end between words: see wrap.h. */
#include "wrap.h"
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void wrap(int at, int indent, int width, const char *text)
{
    for (int first = 1; *(text += strspn(text, " \n")); first = 0) {
        int n = (int)strcspn(text, " \n");
        if (!first && width && at + 1 + n > width)
            at = printf("\n%*s", indent, "") - 1;
        else if (!first)
            at += putchar(' ') == ' ';
        at += printf("%.*s", n, text);
        text += n;
    }
    putchar('\n');
}

int terminal_width(void)
{
    struct winsize w = { 0 };
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &w))
        return 0;
    return !w.ws_col ? SCREEN : w.ws_col < 60 ? 60 : w.ws_col > 100 ? 100 : w.ws_col;
}
