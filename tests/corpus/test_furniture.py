import time

import pytest

from corpus.furniture import is_furniture

NOTICES = """
Subscribe
Subscribe to our newsletter
Sign up for the morning letter
Already a subscriber? Log in
All rights reserved.
© 2012 The Valley Paper
Copyright 2011
Share this
Share
Tweet
343 shares
2.1K likes
1 200 views
5 reactions
12 comments
Leave a reply
Read more
Related articles
Advertisement
Skip to content
Back to top
Home
Menu
Search for
We use cookies
Photo: A. Hale
https://valley.example/well
well-at-noon.jpg
12:30
...
·
• • •
———
Подписаться
Подписывайтесь на наш канал
Читайте также: колодец
Все права защищены
1 204 просмотра
Фото: А. Орлов
Жазылу
Барлық құқықтар қорғалған
Abone ol
Tüm hakları saklıdır
Alle Rechte vorbehalten
Todos los derechos reservados
Abonnez-vous
""".strip().splitlines()

SENTENCES = """
Few villagers subscribe to the paper, because the post comes once a month.
Subscribe to the fund or not, the old men said to each of them, the well will be dug all the same.
She asked them to share the water.
Share prices fell after the strike.
Home prices rose by a third.
The rights of all tenants were reserved in the lease of 1911.
Back then the road was closed.
He wants to register the well in his own name.
They counted 343 shares and sold them.
The barn had 1 200 views over the valley.
The film got two million views in a week.
1911
3.5
Комментарии старосты были короткими.
Никто не хотел подписаться под письмом.
Жазылу мерзімі кеше бітті деп айтты ауыл әкімі, бірақ ешкім келмеді, сондықтан ол оны тағы ұзартты.
""".strip().splitlines()


@pytest.mark.parametrize("line", NOTICES)
def test_what_a_page_has_around_its_text_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_about_such_things_is_not(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", ["7" * 200_000, "-" * 200_000, "7 " * 100_000, "a" * 200_000])
def test_a_line_without_end_takes_no_time(line: str) -> None:
    started = time.process_time()
    is_furniture(line + "x")
    assert time.process_time() - started < 2


def test_a_paragraph_is_no_furniture_for_the_notice_in_it() -> None:
    told = "The mill was sold in March, and its owner moved to Arden with two horses. " * 4
    assert is_furniture("Copyright (c) 2006 The Arden Gazette. All rights reserved.")
    assert not is_furniture(f"{told}Copyright (c) 2006 The Arden Gazette. All rights reserved.")
