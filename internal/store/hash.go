package store

import (
	"crypto/sha1"
	"encoding/hex"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"
)

// hashOf returns the id of what was read. Git's own hash looks for signs of a collision besides, as
// git did when the object came, and takes five times as long. A history has gigabytes of trees:
// each commit has the folder of all shards anew. Trees are hashed without that look, since a tree
// that the judge passes has no room for a collision. Whoever makes one chooses nearly all bytes of
// some blocks. Of a line of a tree the mode and the name have a fixed form, and the rest is the id
// of an object that is there and was read. In files and commits people choose bytes, and these are
// hashed as git does it.
func hashOf(t plumbing.ObjectType, data []byte) string {
	if t != plumbing.TreeObject {
		return plumbing.ComputeHash(t, data).String()
	}
	sum := sha1.New()
	sum.Write(strconv.AppendInt([]byte("tree "), int64(len(data)), 10))
	sum.Write([]byte{0})
	sum.Write(data)
	return hex.EncodeToString(sum.Sum(nil))
}
