package store

// The bounds of what git keeps for records, in bytes and numbers: FORMAT.md, section 17.
// The largest honest commit is one of thousands of cases at once, the largest honest tree
// a case of thousands of entries. Whatever is larger was made to do harm.
const (
	MaxCommit  = 4 << 20 // bytes of a commit
	MaxHeaders = 64      // of a commit, each parent among them
	MaxTree    = 4 << 20 // bytes of a tree
	MaxEntries = 1 << 16 // of a tree
	MaxName    = 255     // bytes of a name in a tree
	MaxDepth   = 16      // of trees in trees
)

// Bounds of what is in memory at once, of objects that are each in bounds.
const (
	mostPlanted  = 64 << 20 // bytes of the trees of one comparison
	mostPaths    = 64 << 20 // bytes of the paths that it finds to differ
	mostRemember = 32 << 20 // bytes of trees that a cache keeps
)

// gitMemory bounds each allocation of a git that we start (GIT_ALLOC_LIMIT): a small object
// may be made of a huge one, which git makes first. The largest honest one is the table of
// the objects of a pack: 64 bytes each, of four million.
const gitMemory = "256m"

// bigFile is the size from which on git holds no file whole.
const bigFile = "8m"

// mappedPacks are settings for what git maps of packs at once: by default a window is as
// large as the pack. All packs of 10,000 cases (162 MB) fit: where they don't, each read
// maps its window anew, and a retention check takes twice as long. Larger blobs than big
// ones are handed on in pieces, and are no deltas.
var mappedPacks = [][2]string{
	{"core.packedGitWindowSize", "16m"},
	{"core.packedGitLimit", "256m"},
	{"core.bigFileThreshold", bigFile},
	{"core.deltaBaseCacheLimit", "16m"},
}
