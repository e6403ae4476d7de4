using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;
using NsmPS.Console.Hosting;

namespace NsmPS.Console.Running;

/// <summary>
/// Objects as the text that the screen would show. The engine calls it by this name whenever objects are piped into a program; the
/// assembly that has pwsh's own is not part of this one.
/// </summary>
[Cmdlet("Out", "String")]
[OutputType(typeof(string))]
internal sealed class OutStringCommand : PSCmdlet, IDisposable
{
    private readonly StringBuilder _text = new();
    private SteppablePipeline? _formatting;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Writes each line as a string of its own, instead of one string at the end.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int? Width { get; set; }

    public void Dispose() => _formatting?.Dispose();

    protected override void BeginProcessing() => Format(() =>
    {
        _formatting = ScriptBlock.Create("Out-Host").GetSteppablePipeline();
        _formatting.Begin(expectInput: true);
    });

    protected override void ProcessRecord() => Format(() => _formatting!.Process(InputObject));

    protected override void EndProcessing()
    {
        Format(() => _formatting!.End());
        if (!Stream)
        {
            WriteObject(Rendered(_text.ToString()));
        }
    }

    private void Format(Action step)
    {
        using (((Screen)Host.PrivateData.BaseObject).Divert(text => _text.Append(text), Width))
        {
            step();
        }

        if (Stream)
        {
            WriteLines();
        }
    }

    // Colours are for the screen; who wants them in text says so in $PSStyle.
    private static string Rendered(string text) =>
        PSStyle.Instance.OutputRendering == OutputRendering.Ansi ? text : new StringDecorated(text).ToString(OutputRendering.PlainText);

    private void WriteLines()
    {
        string text = _text.ToString();
        int end = text.LastIndexOf('\n') + 1;
        if (end > 0)
        {
            _text.Remove(0, end);
            foreach (string line in Rendered(text[..(end - 1)]).ReplaceLineEndings("\n").Split('\n'))
            {
                WriteObject(line);
            }
        }
    }
}
