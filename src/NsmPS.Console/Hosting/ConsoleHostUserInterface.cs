using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using NsmPS.Console.Input;

namespace NsmPS.Console.Hosting;

/// <summary>
/// Prints what the engine hands over and asks what it wants to know. As in pwsh, errors go to standard error and everything else
/// (warnings, verbose and debug text too) to standard output.
/// </summary>
internal sealed class ConsoleHostUserInterface(Screen screen, PersonPrompts prompts, PSHostRawUserInterface rawUserInterface) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI => rawUserInterface;

    public override bool SupportsVirtualTerminal => screen.UsesColor;

    public override void Write(string value) => screen.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        screen.Write(Colored(foregroundColor, backgroundColor, value));

    public override void WriteLine(string value) => screen.WriteLine(value);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        screen.WriteLine(Colored(foregroundColor, backgroundColor, value));

    public override void WriteErrorLine(string value) => screen.WriteErrorLine(value);

    public override void WriteWarningLine(string message) => screen.WriteLine(Styled(PSStyle.Instance.Formatting.Warning, "WARNING: " + message));

    public override void WriteVerboseLine(string message) => screen.WriteLine(Styled(PSStyle.Instance.Formatting.Verbose, "VERBOSE: " + message));

    public override void WriteDebugLine(string message) => screen.WriteLine(Styled(PSStyle.Instance.Formatting.Debug, "DEBUG: " + message));

    public override void WriteProgress(long sourceId, ProgressRecord record) => screen.ShowProgress(sourceId, record);

    public override string ReadLine() => prompts.ReadLine();

    public override SecureString ReadLineAsSecureString() => prompts.ReadSecret();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        new ChoicePrompt(prompts).Ask(caption, message, choices, defaultChoice);

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        new FieldPrompt(prompts).Ask(caption, message, descriptions);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        prompts.ReadCredential(caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => prompts.ReadCredential(caption, message, userName);

    private static string Styled(string style, string text) => style + text + PSStyle.Instance.Reset;

    private string Colored(ConsoleColor foreground, ConsoleColor background, string text)
    {
        string colors = PSStyle.MapForegroundColorToEscapeSequence(foreground);
        if (background != rawUserInterface.BackgroundColor)
        {
            colors += PSStyle.MapBackgroundColorToEscapeSequence(background);
        }

        return Styled(colors, text);
    }
}
