package casebook

import "slices"

// WouldRead says whether a member could read a case once it is opened.
func (b *Book) WouldRead(o Opening, member string) bool {
	usual := !o.Only && slices.Contains(b.defaultReaders(o.KeyWorker), member)
	return usual || member == o.KeyWorker || slices.Contains(o.Readers, member)
}
