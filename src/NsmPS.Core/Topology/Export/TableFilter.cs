using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Topology.Export;

/// <summary>The search of a page with many wires: the only script that the page's policy lets run, because it is named there by its
/// hash.</summary>
internal static class TableFilter
{
    /// <summary>Hides the rows that do not have what is looked for, and says how many have it. What follows # in the address is looked for
    /// from the start.</summary>
    private const string Script =
        """
        'use strict';
        const rows = [...document.querySelectorAll('tbody tr')].map(row => [row, row.textContent.toLowerCase()]);
        const find = document.getElementById('find');
        const show = () => {
          const words = find.value.toLowerCase().split(' ').filter(word => word);
          let shown = 0;
          for (const [row, text] of rows) {
            row.hidden = !words.every(word => text.includes(word));
            shown += row.hidden ? 0 : 1;
          }
          document.getElementById('found').textContent = `${shown} of ${rows.length} wires`;
        };
        find.value = decodeURIComponent(location.hash.slice(1));
        find.addEventListener('input', show);
        find.parentElement.hidden = false;
        show();
        """;

    /// <summary>What the page's policy says of scripts.</summary>
    public static string Policy { get; } =
        $" script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}';";

    /// <summary>Where one types; a browser that runs no script does not show it.</summary>
    public const string Field =
        "<p hidden><label>Find <input id=\"find\" type=\"search\" size=\"40\" placeholder=\"pod, node, service, state\"></label> "
        + "<span id=\"found\"></span></p>\n";

    /// <summary>The script, for the end of the page.</summary>
    public const string Element = $"<script>{Script}</script>\n";
}
