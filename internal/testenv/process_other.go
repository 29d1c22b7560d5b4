//go:build !unix

package testenv

func setUmask(int) {}

func dropTerminal() {}
