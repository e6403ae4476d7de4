using System.Management.Automation;

namespace NsmPS.Console.Input;

/// <summary>Steps through the completions of one place in the line, one per Tab, back with Shift+Tab.</summary>
internal sealed class TabCycle(CommandCompletion completion)
{
    private int _replacedLength = completion.ReplacementLength;

    public void Step(LineBuffer buffer, bool forward)
    {
        if (completion.GetNextResult(forward) is { } result)
        {
            buffer.Replace(completion.ReplacementIndex, _replacedLength, result.CompletionText);
            _replacedLength = result.CompletionText.Length;
        }
    }
}
