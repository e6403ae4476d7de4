using System.Management.Automation;
using System.Management.Automation.Remoting.Internal;

namespace NsmPS.Pipeline;

/// <summary>Writes what -Debug must not turn into a question. With that switch, the shell asks after each verbose line and each warning
/// of a compiled command whether to go on, and ends the command where nobody can be asked.</summary>
internal static class ShellStreams
{
    private const string DebugSwitch = "Debug";
    private const string WarningAction = "WarningAction";

    /// <summary>Whether somebody wants the debug output of a command.</summary>
    public static bool WantsDebug(PSCmdlet command) => command.MyInvocation.BoundParameters.TryGetValue(DebugSwitch, out var given)
        ? given is SwitchParameter { IsPresent: true }
        : command.SessionState.PSVariable.GetValue("DebugPreference") is { } preference
            && LanguagePrimitives.TryConvertTo(preference, out ActionPreference action)
            && action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Writes a line of the verbose output.</summary>
    public static void Verbose(Cmdlet command, string text) => Write(command, PSStreamObjectType.Verbose, text);

    public static void Warning(Cmdlet command, string text) => Write(command, PSStreamObjectType.Warning, text);

    // Who has said what is to be done with warnings is obeyed.
    private static void Write(Cmdlet command, PSStreamObjectType stream, string text) =>
        new PSStreamObject(stream, text).WriteStreamObject(command, overrideInquire: command is PSCmdlet { MyInvocation: { } call }
            && call.BoundParameters.ContainsKey(DebugSwitch) && !call.BoundParameters.ContainsKey(WarningAction));
}
