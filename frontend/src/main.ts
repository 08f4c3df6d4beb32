import './brand/mark.svg'
import { mountAll } from './islands/mount'
import './styles/main.css'
import { onDemand } from './swaps'

mountAll(document.body)
onDemand(document.body, () => import('htmx.org'))
// Whatever htmx brings in may hold islands too.
document.addEventListener('htmx:after:process', (event) => {
  if (event.target instanceof HTMLElement) mountAll(event.target)
})
