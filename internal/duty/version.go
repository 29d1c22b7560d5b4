package duty

// RowVersion names what the fold says of a case in its row, and how the row is written. Rows of
// an older version are made anew, and those of a newer program left alone: whoever changes what a
// row says raises this number.
const RowVersion = "1"
