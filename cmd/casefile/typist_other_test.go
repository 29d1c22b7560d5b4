//go:build !linux

package main

// typist needs the pseudo-terminals of Linux; scripts with it skip other systems.
func typist() { panic("there is no typist on this system") }
