package casebook

import "slices"

// WouldRead reports whether a member could read a case after its opening.
func (b *Book) WouldRead(o OpenOrder, member string) bool {
	usual := !o.Only && slices.Contains(b.defaultReaders(o.KeyWorker), member)
	return usual || member == o.KeyWorker || slices.Contains(o.Readers, member)
}
