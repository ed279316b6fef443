"""How a snippet is proved: as what it is, a program, in an interpreter of its own.

snippet    what a file under snippets/ says of itself       contract   the rules that its text keeps
execute    runs one program, to its end or its deadline      verdict    what a run shows against the file
place      puts printed lines under their prints             topics     whose topic is whose
rounds     who runs after whom, in each order                proof      the rounds, every program
update     rewrites the `#>` lines                           progress   the line that a person sees meanwhile
"""
