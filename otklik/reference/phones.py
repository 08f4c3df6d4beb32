"""Telephone numbers as people write them. Pure."""


def tel(phone: str) -> str:
    """The address that a telephone dials: «+7 491 200-00-00, доб. 12» → tel:+74912000000,12."""
    main, _sep, more = phone.partition("доб.")
    digits = "".join(sign for sign in main if sign.isdecimal() or sign == "+")
    extension = "".join(sign for sign in more if sign.isdecimal())
    return f"tel:{digits}{',' + extension if extension else ''}"
