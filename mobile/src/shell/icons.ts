// The portal's own drawings (otklik/web/parts/icon/drawings).
import pin from '@icons/map-pin.svg?raw'
import plus from '@icons/plus.svg?raw'
import send from '@icons/send.svg?raw'
import document from '@icons/document.svg?raw'
import user from '@icons/user.svg?raw'

export const ICONS = { document, pin, plus, send, user }
