//go:build !unix

package term

// NoCoreFiles does nothing where there are no such limits.
func NoCoreFiles() {}
