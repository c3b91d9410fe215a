import connect from './connect.json'

export default {
  connect,
}
