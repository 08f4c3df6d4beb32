import './styles/desk/all.css'
