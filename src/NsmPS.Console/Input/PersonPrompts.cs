using System.Management.Automation;
using System.Security;
using NsmPS.Console.Hosting;

namespace NsmPS.Console.Input;

/// <summary>Asks the person at the terminal; fails where there is none or where asking was forbidden.</summary>
internal sealed class PersonPrompts(ConsoleTerminal terminal, Screen screen, Interruption interruption, bool nonInteractive)
{
    private readonly LineEditor _editor = new(terminal, screen);

    public string ReadLine(string prompt = "") => Read(prompt, mask: null);

    public SecureString ReadSecret(string prompt = "")
    {
        var secret = new SecureString();
        foreach (char character in Read(prompt, mask: '*'))
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    public PSCredential ReadCredential(string caption, string message, string userName)
    {
        ThrowIfNobodyAnswers();
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            userName = ReadLine("User: ");
        }

        return new PSCredential(userName, ReadSecret($"Password for user {userName}: "));
    }

    public void WriteHeading(string? caption, string? message)
    {
        foreach (string line in new[] { caption, message }.OfType<string>().Where(line => line.Length > 0))
        {
            screen.WriteLine(line);
        }
    }

    public void WriteLine(string text) => screen.WriteLine(text);

    /// <exception cref="PSInvalidOperationException">There is nobody to ask.</exception>
    public void ThrowIfNobodyAnswers()
    {
        if (nonInteractive)
        {
            throw new PSInvalidOperationException("NsmPS.Console is in NonInteractive mode: a command that has to ask cannot run.");
        }

        if (!terminal.CanAsk)
        {
            throw new PSInvalidOperationException("A command has to ask, but standard input and output are not both a terminal.");
        }
    }

    private string Read(string prompt, char? mask)
    {
        ThrowIfNobodyAnswers();
        EditedLine line = interruption.ReadFromPerson(token => _editor.Read(prompt, new LineEditorOptions { Mask = mask }, token));
        if (line.Ending != LineEnding.Accepted)
        {
            interruption.StopFromPrompt();
        }

        return line.Text;
    }
}
