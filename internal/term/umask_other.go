//go:build !unix

package term

// KeepOthersFromWriting does nothing where there is no umask.
func KeepOthersFromWriting() {}
