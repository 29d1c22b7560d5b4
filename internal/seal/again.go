package seal

// OpenFile decrypts an attached file as a whole, salt and zeros included, so that
// it can be sealed to another key. [OpenAttachment] gives the file itself.
func OpenFile(id *Identity, sealed []byte) ([]byte, error) { return id.open(sealed) }

// SealFile seals what OpenFile gave.
func SealFile(recipient string, plaintext []byte) ([]byte, error) {
	r, err := parseRecipient(recipient)
	if err != nil {
		return nil, err
	}
	return encrypt(plaintext, r)
}
