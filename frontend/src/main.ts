import 'htmx.org'

import './brand/mark.svg'
import { mountAll } from './islands/mount'
import './styles/main.css'

mountAll(document.body)
// Whatever htmx brings in may hold islands too.
document.addEventListener('htmx:after:process', (event) => {
  if (event.target instanceof HTMLElement) mountAll(event.target)
})
