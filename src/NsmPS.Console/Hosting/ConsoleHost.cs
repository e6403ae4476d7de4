using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NsmPS.Console.Hosting;

/// <summary>The engine's view of this program.</summary>
internal sealed class ConsoleHost(ConsoleHostUserInterface userInterface, Screen screen) : PSHost
{
    public override string Name => "NsmPS.Console";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new Version();

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => userInterface;

    /// <summary>The screen, for <see cref="Running.OutStringCommand"/>.</summary>
    public override PSObject PrivateData { get; } = new(screen);

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <summary>The code of the script's <c>exit</c>; null while nothing has called it.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Runs a prompt inside a pipeline that is suspended; set by whoever owns the prompt.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>The innermost nested prompt has been told to end.</summary>
    public bool NestedPromptShouldEnd { get; set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void NotifyBeginApplication() => screen.HideProgress();

    public override void NotifyEndApplication()
    {
    }

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
        {
            throw new NotSupportedException("A command can be suspended only where NsmPS.Console shows its prompt.");
        }

        NestedPrompt();
    }

    public override void ExitNestedPrompt() => NestedPromptShouldEnd = true;
}
