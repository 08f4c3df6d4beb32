import './map/map.css'
import { start } from './map/start'

const root = document.getElementById('map-page')
if (root) start(root)
