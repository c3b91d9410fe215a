import segment from './segment.json'
import segment_compare from './segment_compare.json'
import segment_contrast from './segment_contrast.json'
import segment_edit from './segment_edit.json'
import segment_kept from './segment_kept.json'
import segment_overlap from './segment_overlap.json'

export default {
  segment,
  segment_compare,
  segment_contrast,
  segment_edit,
  segment_kept,
  segment_overlap,
}
