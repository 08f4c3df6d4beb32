import './look/app.css'
import { mount } from 'svelte'
import App from './shell/App.svelte'
import { apply } from './look/vision'
import { load } from './words'

apply()
void load().then(() => {
  const target = document.getElementById('app')
  if (target) mount(App, { target })
})
