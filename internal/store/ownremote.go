package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrOwnRemote says that what a repository names as its remote came with it.
var ErrOwnRemote = errors.New("the remote lies in the records' own folder")

// localReceivePack is the command that takes a push in a remote that is a folder of this machine.
// The remote's hooks run, since they judge the push. Programs that only its configuration names do
// not run.
//
// Neither localReceivePack nor localUploadPack gets the settings of our git: a large file is handed
// on in pieces there too.
const (
	localReceivePack = "git -c core.alternateRefsCommand=true -c core.fsmonitor=false " +
		inPieces + " receive-pack"
	localUploadPack = "git " + inPieces + " upload-pack"
	inPieces        = "-c core.bigFileThreshold=" + bigFile
)

// folderOf reports whether a remote is a folder, and refuses to push to one inside this repository.
// Git runs the hooks of a remote that is a folder, and such hooks would have come along with these
// records. A folder elsewhere on the machine was put there by somebody.
func (r *Repo) folderOf(ctx context.Context, remote string) (local bool, err error) {
	path, local, err := r.PushFolder(ctx, remote)
	if err != nil || !local {
		return false, err
	}
	if r.Holds(path) {
		return true, fmt.Errorf("%w: %s", ErrOwnRemote, path)
	}
	return true, nil
}

// PushFolder returns the folder that a push to a remote goes to, where that is one.
func (r *Repo) PushFolder(ctx context.Context, remote string) (path string, local bool, err error) {
	return r.localRemote(ctx, remote, true)
}

// localRemote returns the folder that a remote is, where it is one.
func (r *Repo) localRemote(ctx context.Context, remote string, push bool) (
	path string, local bool, err error,
) {
	all, err := r.settings(ctx)
	if err != nil {
		return "", false, err
	}
	path, local = FolderAt(all.address(remote, push), r.git.dir())
	return path, local, nil
}

// IsFolder says that an address is the path of a folder: no scheme, and no other machine.
func IsFolder(address string) bool {
	_, local := localPath(address)
	return local && !strings.HasPrefix(address, "file://")
}
