'before'
throw 'broken'
