package exchange

import "casefile/internal/storytest"

// item returns a recorded entry from front matter and a body, and kinds the built-in kinds.
var item, kinds = storytest.Recorded, storytest.Kinds
