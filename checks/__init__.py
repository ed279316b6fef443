"""Runs each program in an interpreter of its own and checks its output.

checker    checks programs in both orders          results    what the runs showed
plan       which program runs after which          runner     runs one program, until its deadline
compare    compares a run with its `#>` lines      placement  puts printed lines below their prints
topics     which topic belongs to which program    update     rewrites the `#>` lines
clusters   which programs run on which cluster     worker     programs on another cluster
ledger     the record of what was checked          sources    the modules that a result depends on
plugin     the pytest plugin                       progress   the line on the terminal meanwhile
rules      rules for programs and pages            proofs     runs the proofs of statements
recording  records runs and figures                notebooks  executes the notebooks
"""
