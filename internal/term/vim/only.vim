" Nothing of the text leaves the folder in which this file lies: no backup, no undo file, no
" viminfo, and the swap file in the folder too. It is written a second after the last key, so
" that what was typed survives the end of vim. Each option stands alone: a vim that lacks one
" leaves the rest of its line out.
silent! set nobackup
silent! set nowritebackup
silent! set noundofile
silent! set viminfo=
silent! set viminfofile=NONE
silent! set shadafile=NONE
silent! set updatetime=1000
if &directory !=# $CASEFILE_VIM . '/swap//' || !&swapfile || !&updatecount
  silent! set updatecount=20
  let &directory = $CASEFILE_VIM . '/swap//'
  set noswapfile
  set swapfile
endif
