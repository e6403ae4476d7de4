using System.Management.Automation.Language;

namespace NsmPS.Module.Tests.Engine;

/// <summary>The built module's manifest, read as data.</summary>
internal static class ModuleManifest
{
    public static IReadOnlyList<string> Commands { get; } = ReadCommands();

    private static IReadOnlyList<string> ReadCommands()
    {
        var table = (HashtableAst)Parser.ParseFile(Built.Manifest, out _, out _).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        var exported = table.KeyValuePairs.Single(pair => ((StringConstantExpressionAst)pair.Item1).Value == "CmdletsToExport").Item2;
        return [.. exported.FindAll(ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false).Cast<StringConstantExpressionAst>().Select(name => name.Value)];
    }
}
