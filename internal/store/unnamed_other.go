//go:build !linux

package store

import (
	"errors"
	"os"
)

func unnamedIn(string, os.FileMode) (*os.File, error) { return nil, errors.ErrUnsupported }

func nameFile(*os.File, string) error { return errors.ErrUnsupported }
