// The portal's own drawings (otklik/web/parts/icon/drawings).
import camera from '@icons/camera.svg?raw'
import pin from '@icons/map-pin.svg?raw'
import plus from '@icons/plus.svg?raw'
import send from '@icons/send.svg?raw'
import document from '@icons/document.svg?raw'
import user from '@icons/user.svg?raw'

export const ICONS = { camera, document, pin, plus, send, user }
