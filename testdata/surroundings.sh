# surroundings.sh: what the demo, the stories and the bench source first, so that each goes
# the same way on every machine. Nothing of its git configuration, editor, pager, ssh-agent,
# language, umask or identity comes in. (internal/testenv does the same for tests.)
umask 077
for name in $(env | sed -n 's/^\(GIT_[A-Z0-9_]*\)=.*/\1/p'); do
	[ "$name" = GIT_EXEC_PATH ] || unset "$name" # where git itself lies stays
done
unset CASEFILE_DIR CASEFILE_IDENTITY_FILE CASEFILE_IDENTITY_CMD CASEFILE_SIGNING_KEY
unset XDG_CONFIG_HOME XDG_STATE_HOME SSH_AUTH_SOCK SSH_ASKPASS CASEFILE_EDITOR VISUAL
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_ATTR_NOSYSTEM=1 GIT_TEMPLATE_DIR=
export LC_ALL=C EDITOR=false PAGER=cat
