package exchange

import "casefile/internal/storytest"

// An item is a recorded entry of front matter and a body; kinds are the built-in ones.
var item, kinds = storytest.Recorded, storytest.Kinds
