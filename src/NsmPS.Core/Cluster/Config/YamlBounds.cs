using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NsmPS.Cluster.Config;

/// <summary>Reads hostile YAML event by event, before anything is built of it: YamlDotNet builds its tree by recursion, and aliases make a small text large.</summary>
/// <param name="Depth">How deep it may be nested.</param>
/// <param name="Nodes">How many scalars, lists and mappings it may hold.</param>
internal sealed record YamlBounds(int Depth, int Nodes)
{
    /// <summary>What is wrong with a text; null when it keeps the bounds. The answer quotes nothing of it.</summary>
    public string? FindFault(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            (int depth, int nodes) = (0, 0);
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case AnchorAlias:
                        return $"line {parser.Current.Start.Line} uses an alias, which is not allowed";
                    case NodeEvent { Anchor.IsEmpty: false }:
                        return $"line {parser.Current.Start.Line} uses an anchor, which is not allowed";
                    case NodeEvent { Tag.IsEmpty: false }:
                        return $"line {parser.Current.Start.Line} uses a tag, which is not allowed";
                    case NodeEvent when ++nodes > Nodes:
                        return $"it holds more than {Nodes} values";
                    case MappingStart or SequenceStart when ++depth > Depth:
                        return $"it is nested more than {Depth} levels deep";
                    case MappingEnd or SequenceEnd:
                        depth--;
                        break;
                    default:
                        break;
                }
            }

            return null;
        }
        catch (Exception exception) when (YamlFaults.IsMalformed(exception))
        {
            return $"it is not YAML{YamlFaults.Place(exception)}";
        }
    }
}
