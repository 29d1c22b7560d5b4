" vim and nvim read this in the place of the person's own vimrc (VIMINIT) while a text of
" casefile is open. It reads theirs first, in the order of vim and nvim, and then only.vim.
let $VIMINIT = $CASEFILE_VIMINIT
if has('nvim')
  let s:mine = [stdpath('config') . '/init.lua', stdpath('config') . '/init.vim']
else
  let s:mine = [$HOME . '/.vimrc', $HOME . '/.vim/vimrc', $HOME . '/.config/vim/vimrc']
endif
call filter(s:mine, 'filereadable(v:val)')
if !empty($VIMINIT)
  execute $VIMINIT
elseif !empty(s:mine)
  let $MYVIMRC = s:mine[0]
  execute 'source' fnameescape(s:mine[0])
elseif !empty($EXINIT)
  execute $EXINIT
elseif filereadable($HOME . '/.exrc')
  source $HOME/.exrc
elseif !has('nvim') && filereadable($VIMRUNTIME . '/defaults.vim')
  source $VIMRUNTIME/defaults.vim
endif
" A vim that is built without expressions skips what stands between if and endif, and this
" loop is all that it reads.
silent! while 0
  silent! source ~/.vimrc
silent! endwhile
source $CASEFILE_VIM/only.vim
autocmd VimEnter * source $CASEFILE_VIM/only.vim
