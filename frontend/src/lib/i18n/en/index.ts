import bookings from './bookings.json'
import connect from './connect.json'
import entry from './entry.json'
import guests from './guests.json'
import home from './home.json'
import shell from './shell.json'
import words from './words.json'

export default { bookings, connect, entry, guests, home, shell, words }
