package bench

import (
	"bytes"
	"slices"
	"strings"
)

// leaf is one entry of a tree.
type leaf struct {
	name   string
	folder bool
	id     oid
}

// key sorts as git sorts: a folder as if its name ended in a slash.
func (l leaf) key() string {
	if l.folder {
		return l.name + "/"
	}
	return l.name
}

// tree is a tree's entries in git's order.
type tree []leaf

// put adds an entry, or takes the place of the one of that name.
func (t *tree) put(l leaf) {
	at, found := slices.BinarySearchFunc(*t, l, func(a, b leaf) int {
		return strings.Compare(a.key(), b.key())
	})
	if found {
		(*t)[at] = l
		return
	}
	*t = slices.Insert(*t, at, l)
}

func (t tree) encode() []byte {
	var b bytes.Buffer
	for _, l := range t {
		mode := "100644"
		if l.folder {
			mode = "40000"
		}
		b.WriteString(mode + " " + l.name + "\x00")
		b.Write(l.id[:])
	}
	return b.Bytes()
}

// wholeEvery bounds the chain of differences that git must follow to read the
// folder of all shards, as pack.depth does.
const wholeEvery = 32

// treeByFolder is the tree of the newest commit, by folders.
type treeByFolder struct {
	root, cases tree
	shards      map[string]*tree // by two symbols
	folders     map[string]*tree // by case

	last   []byte // the folder of all shards as written last
	lastAt int64
	chain  int // differences since it was written whole
}

func newTreeByFolder(root tree) *treeByFolder {
	return &treeByFolder{root: root, shards: map[string]*tree{}, folders: map[string]*tree{}}
}

// change is the change that a commit makes to one case.
type change struct {
	shard, name string
	docket      []byte
	files       map[string][]byte // in the case's folder
}

// grow writes the blobs of the changes and all trees above them, and gives the
// root tree.
func (f *treeByFolder) grow(p *pack, changes []change, whole bool) oid {
	var touched []string // shards
	for _, c := range changes {
		if f.folders[c.name] == nil {
			f.folders[c.name] = &tree{}
		}
		if f.shards[c.shard] == nil {
			f.shards[c.shard] = &tree{}
		}
		folder, shard := f.folders[c.name], f.shards[c.shard]
		for name, data := range c.files {
			folder.put(leaf{name: name, id: p.add(blobObject, data)})
		}
		shard.put(leaf{name: c.name + ".yaml", id: p.add(blobObject, c.docket)})
		shard.put(leaf{name: c.name, folder: true, id: p.add(treeObject, folder.encode())})
		if !slices.Contains(touched, c.shard) {
			touched = append(touched, c.shard)
		}
	}
	for _, name := range touched { // once each, or a tree would lie there that nothing names
		f.cases.put(leaf{name: name, folder: true, id: p.add(treeObject, f.shards[name].encode())})
	}
	f.root.put(leaf{name: "cases", folder: true, id: f.writeCases(p, whole)})
	return p.add(treeObject, f.root.encode())
}

func (f *treeByFolder) writeCases(p *pack, whole bool) oid {
	data, at := f.cases.encode(), p.at
	var id oid
	if whole || f.last == nil || f.chain == wholeEvery {
		id, f.chain = p.add(treeObject, data), 0
	} else {
		id, f.chain = p.addChanged(treeObject, f.lastAt, f.last, data), f.chain+1
	}
	f.last, f.lastAt = data, at
	return id
}
