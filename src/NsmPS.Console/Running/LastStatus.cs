using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NsmPS.Console.Running;

/// <summary>
/// Judges a pipeline that ran to its end by what its last statement left behind: as pwsh does by $?, except that errors which a command
/// only wrote do not count.
/// </summary>
internal sealed class LastStatus(Runspace runspace)
{
    public bool Failed(ExceptionWatch exceptions)
    {
        if (Variable("?") is true)
        {
            return false;
        }

        bool programFailed = Variable("LASTEXITCODE") is int and not 0;
        return programFailed || exceptions.EndedStatement(LastError());
    }

    private object? LastError()
    {
        object? error = (Variable("Error") as ArrayList)?.Cast<object>().FirstOrDefault();
        return error is PSObject wrapped ? wrapped.BaseObject : error;
    }

    private object? Variable(string name) => runspace.SessionStateProxy.GetVariable(name);
}
