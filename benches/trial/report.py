"""The figures as a person reads them."""

from benches.trial.figures import Assigned, Figures


def lines(found: Figures) -> list[str]:
    return [*_places(found), *_authorities(found), *_stages(found), *_packets(found)]


def _places(found: Figures) -> list[str]:
    places, search = found.places, found.search
    return [
        "",
        f"Территория (обращений {found.appeals})",
        f"  текст называет место                        {_of(places.told, found.appeals)}",
        f"  портал нашёл территорию                     {_of(places.found, places.told)} от названных",
        f"  и это названная территория                  {_of(places.as_told, places.found)}",
        f"  совпала с муниципалитетом органа из файла   {_of(places.local_right, places.local)}",
        f"  точка у границы, сторону выбрал автор       {search['near_border']}",
        f"  улица из текста найдена в реестре           {_of(search['found'], search['streets'])}",
        f"  вместо неё взята другая улица               {search['other']}",
        f"  дом из текста найден в реестре              {_of(search['houses_found'], search['houses'])}",
    ]


def _authorities(found: Figures) -> list[str]:
    return [
        "",
        "Орган, названный в файле",
        *_half("новая половина, таблица обязанностей на ней не училась", found.tried),
        *_half("старая половина, по ней таблица составлена", found.taught),
    ]


def _half(name: str, half: Assigned) -> list[str]:
    desk = ", ".join(f"{reason} {count}" for reason, count in sorted(half.desk.items())) or "—"
    return [
        f"  {name}: {half.appeals}",
        f"    маршрутизация решила сама                 {_of(half.decided, half.appeals)}",
        f"    верно от решённых                         {_of(half.right, half.decided)}",
        f"    верно от всех                             {_of(half.right, half.appeals)}",
        f"    ушло на стол                              {desk}",
    ]


def _stages(found: Figures) -> list[str]:
    rows = [
        f"  {stage['name']:<26}{stage['times']:>8}{stage['seconds']:>10.1f}"
        f"{stage['seconds'] * 1000 / max(1, stage['times']):>10.1f}{stage['each']:>12.1f}"
        for stage in found.stages
    ]
    heading = f"  {'':<26}{'раз':>8}{'секунд':>10}{'мс/раз':>10}{'SQL на раз':>12}"
    return ["", "Стадии", heading, *rows]


def _packets(found: Figures) -> list[str]:
    documents = ", ".join(f"МЭДО {version}: {count}" for version, count in found.documents.items())
    heading = f"  {'':<48}{'потеряно':>10}{'удвоено':>10}"
    rows = [f"  {one.what:<48}{one.lost:>10}{one.doubled:>10}" for one in found.findings]
    return [
        "",
        f"Обмен: документов {documents}; пакетов наружу {found.packets.get('out', 0)},"
        f" внутрь {found.packets.get('in', 0)} ({found.packets_a_second} в секунду)",
        heading,
        *rows,
    ]


def _of(part: int, whole: int) -> str:
    share = f" ({part * 100 / whole:.1f} %)" if whole else ""
    return f"{part} из {whole}{share}"
