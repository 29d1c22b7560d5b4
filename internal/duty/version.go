package duty

// RowVersion names what the fold says of a case in its row, and how the row is written. Rows of
// another version are made anew: whoever changes what a row says raises it.
const RowVersion = "1"
