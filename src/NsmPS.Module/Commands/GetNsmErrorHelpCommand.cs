using System.Globalization;
using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Explains the errors of NsmPS.</summary>
[Cmdlet(VerbsCommon.Get, "NsmErrorHelp", DefaultParameterSetName = IdSet)]
[OutputType(typeof(NsmError))]
public sealed class GetNsmErrorHelpCommand : NsmCommand
{
    private const string IdSet = "Id";
    private const string RecordSet = "ErrorRecord";

    [Parameter(Position = 0, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of errors, with wildcards, or their Meshery codes; without it all.")]
    [Alias("FullyQualifiedErrorId", "ErrorCode")]
    [ArgumentCompleter(typeof(ErrorIdCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = ["*"];

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RecordSet,
        HelpMessage = "Errors that commands of NsmPS ended with.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public ErrorRecord[] ErrorRecord { get; set; } = [];

    protected override void ProcessRecord()
    {
        // The first part of the full id is the catalogue's; the second is the command's.
        var asked = ParameterSetName == RecordSet
            ? ErrorRecord.Select(record => (WildcardPattern.Escape(record.FullyQualifiedErrorId.Split(',')[0]), DetailOf(record)))
            : Id.Select(id => (id.Split(',')[0], ""));
        foreach (var (id, detail) in asked)
        {
            var found = Find(id);
            WriteObject(found.Select(error => error with { Detail = detail }), enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(id))
            {
                WriteError(ErrorRecords.From(new NsmException(NsmErrors.ErrorNotFound,
                    $"There is no error '{id}' in the catalogue of NsmPS.", id)));
            }
        }
    }

    private static string DetailOf(ErrorRecord record) => record.Exception is NsmException error ? error.Detail : "";

    private static NsmError[] Find(string id)
    {
        var pattern = NamePattern.Of(id);
        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? [.. NsmErrors.All.Values.Where(error => error.MesheryCode == code)]
            : [.. NsmErrors.All.Values.Where(error => pattern.IsMatch(error.Id))];
    }
}
