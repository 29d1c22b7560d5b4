package store

// The bounds of git objects in records, in bytes and numbers: FORMAT.md, section 17. The largest
// honest commit touches thousands of cases, and the largest honest tree is a case of thousands of
// entries. A larger object was made to do harm.
const (
	MaxCommit  = 4 << 20 // bytes of a commit
	MaxHeaders = 64      // of a commit, each parent among them
	MaxTree    = 4 << 20 // bytes of a tree
	MaxEntries = 1 << 16 // of a tree
	MaxName    = 255     // bytes of a name in a tree
	MaxDepth   = 16      // of trees in trees
)

// The bounds of memory for several objects at once, each of which is within its own bounds.
const (
	mostDiffBytes = 64 << 20 // bytes of the trees of one comparison
	mostPaths     = 64 << 20 // bytes of the paths that it finds to differ
	mostRemember  = 32 << 20 // bytes of trees that a cache keeps
)

// gitMemory bounds each allocation of a git that we start (GIT_ALLOC_LIMIT): a small object
// may be made of a huge one, which git makes first. The largest honest one is the table of
// the objects of a pack: 64 bytes each, of four million.
const gitMemory = "256m"

// bigFile is the size from which on git holds no file whole.
const bigFile = "8m"

// mappedPacks are settings for the part of packs that git maps at once. Git's default window is as
// large as the pack. All packs of 10,000 cases (162 MB) fit into these windows. With smaller
// windows each read maps its window again, and a retention check takes twice as long. Blobs over
// the big-file limit are handed on in pieces, and are stored without deltas.
var mappedPacks = [][2]string{
	{"core.packedGitWindowSize", "16m"},
	{"core.packedGitLimit", "256m"},
	{"core.bigFileThreshold", bigFile},
	{"core.deltaBaseCacheLimit", "16m"},
}
