"""A person without a mouse: everything by Tab, Enter, Space and arrows."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

_FOCUSED = "element => element === document.activeElement"


def awake(page: Page) -> None:
    """Wait until the page hears keys and clicks: a key pressed before that is lost, and a slow machine is late."""
    page.wait_for_load_state()
    expect(page.locator("[data-awake=waking]")).to_have_count(0)


class Keys:
    """Fails when a control cannot be reached by Tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Chromium tells of file dialogs from now on: asked for at the last moment, it may hear the key first.
        page.on("filechooser", lambda _dialog: None)

    def to(self, control: Locator, *, limit: int = 120) -> Locator:
        """Tab on until `control` has the focus; from the end of the page it goes on at its top."""
        control.wait_for()
        awake(self.page)
        for _press in range(limit):
            if control.evaluate(_FOCUSED):
                return control
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {control}")

    def type(self, label: str, words: str) -> None:
        """Replace what stands in the field."""
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def press(self, name: str, *, role: str = "button") -> None:
        """Enter on the first button or link of that name in the page itself."""
        found = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]  # a role by name
        self.to(found.first)
        self.page.keyboard.press("Enter")

    def check(self, label: str) -> None:
        """Space on a radio button or a box: the arrows lead within its group."""
        control = self.page.get_by_label(label)
        group = control.get_attribute("name")
        if control.get_attribute("type") == "radio":
            self._within(control, self.page.locator(f'input[name="{group}"]'))
        else:
            self.to(control)
        if not control.is_checked():
            self.page.keyboard.press("Space")

    def attach(self, field: Locator, file: Path) -> None:
        """The file dialog opens by the keyboard too."""
        self.to(field)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def _within(self, control: Locator, group: Locator) -> None:
        """Tab leads to the chosen one of a group, or to its first; arrows to the others."""
        chosen = [one for one in group.all() if one.is_checked()]
        self.to(chosen[0] if chosen else group.first)
        for _step in range(group.count()):
            if control.evaluate(_FOCUSED):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no way by arrows to {control}")
