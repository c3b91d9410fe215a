import segment from './segment.json'
import segment_edit from './segment_edit.json'

export default {
  segment,
  segment_edit,
}
