"""The invented region of the demo: made from a seed, the same bytes from the same seed."""

import random
from datetime import date, timedelta
from typing import Final

from shapely.geometry import Polygon

from otklik.demo.bodies import make_authorities, make_duties
from otklik.demo.cells import degrees, make_cells
from otklik.demo.names import TOWNS
from otklik.demo.rows import Region, Territory
from otklik.demo.towns import build, make_sites

# "За Окой": no subject of the Federation is called so, and OKTMO codes from 99 are not given to any.
NAME: Final = "Заокская область"
SEED: Final = 2026
_FOUNDED: Final = date(2020, 1, 1)
_REFORM: Final = date(2026, 1, 1)  # the last district became an okrug: name and code have dates of validity
_TOWN_RADII: Final = (8.5, 5.5, 5.0, 4.5)  # km


def make_region(seed: int = SEED) -> Region:
    """Takes about half a second."""
    rng = random.Random(seed)  # noqa: S311  # repeatable on purpose
    cells = make_cells(rng, town_radii=_TOWN_RADII, okrugs=len(TOWNS) - len(_TOWN_RADII))
    towns = {f"99{701 + i}000": cell for i, cell in enumerate(cells.towns)}
    okrugs = {f"99{503 + 3 * i}000": cell for i, cell in enumerate(cells.okrugs)}
    territories = _territories(towns, okrugs)
    settlements, streets, houses = build(rng, make_sites(rng, towns, okrugs))
    authorities = make_authorities(rng, territories)
    return Region(
        territories=tuple(territories),
        settlements=tuple(settlements),
        streets=tuple(streets),
        houses=tuple(houses),
        authorities=tuple(authorities),
        duties=tuple(make_duties(territories, authorities)),
    )


def _territories(towns: dict[str, Polygon], okrugs: dict[str, Polygon]) -> list[Territory]:
    found = []
    names = iter(TOWNS)
    for code, cell in towns.items():
        town, _ = next(names)
        name = f"Городской округ город {town}"
        found.append(Territory(code, name, f"г. о. {town}", "городской округ", _on_earth(cell), _FOUNDED))
    for code, cell in okrugs.items():
        _, adjective = next(names)
        name, short = f"{adjective} муниципальный округ", f"{adjective} округ"
        found.append(Territory(code, name, short, "муниципальный округ", _on_earth(cell), _FOUNDED))
    return found[:-1] + _reformed(found[-1])


def _reformed(last: Territory) -> list[Territory]:
    """The last okrug was a district until the reform."""
    adjective = last.name.split()[0]
    before = Territory(
        code="99646000",
        name=f"{adjective} муниципальный район",
        short_name=f"{adjective} район",
        kind="муниципальный район",
        geom=last.geom,
        valid_from=_FOUNDED,
        valid_to=_REFORM - timedelta(days=1),
        successor=last.code,
    )
    return [Territory(last.code, last.name, last.short_name, last.kind, last.geom, _REFORM), before]


def _on_earth(cell: Polygon) -> Polygon:
    return Polygon(
        [degrees((x, y)) for x, y in cell.exterior.coords],
        [[degrees((x, y)) for x, y in hole.coords] for hole in cell.interiors],
    )
