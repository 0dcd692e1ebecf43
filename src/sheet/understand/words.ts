/** What a column of a planner's table can say. Names of the format where it has one, plain words where it has none. */
export type Field =
  | 'product_code'
  | 'name'
  | 'resource'
  | 'capacity'
  | 'load_hours'
  | 'utilisation'
  | 'quantity'
  | 'unit'
  | 'week'
  | 'date'
  | 'due_date'
  | 'start'
  | 'end'
  | 'customer'
  | 'order'
  | 'supplier'
  | 'site'
  | 'destination'
  | 'lead_time'
  | 'setup_time'
  | 'run_time'
  | 'units_per_hour'
  | 'step'
  | 'operation'
  | 'lot'
  | 'min_qty'
  | 'max_qty'
  | 'on_hand'
  | 'headcount'
  | 'efficiency'
  | 'shifts'
  | 'status'
  | 'priority'
  | 'calendar'
  | 'holiday'
  | 'cost'
  | 'kind'
  | 'note'
  | 'metric'
  | 'scenario'
  | 'key'
  | 'value';

/** Words that planners use, in English, German, French, Spanish, Italian, Dutch and Portuguese. Written without accents. */
const FIELD_WORDS: Record<Field, string> = {
  product_code:
    'product;product code;item;item code;item number;part;part number;part no;sku;material;material number;article;artikel;artikelnummer;artikel nr;materialnummer;produkt;teil;teilenummer;produit;reference;article code;code article;ref;producto;codigo;referencia;codigo producto;prodotto;codice;codice articolo;articolo;productcode;artikelcode;produto;codigo do produto;finished good;model;modell;modele;modelo',
  name: 'name;description;product name;item description;bezeichnung;beschreibung;benennung;designation;libelle;descripcion;nombre;descrizione;nome;omschrijving;naam;descricao',
  resource:
    'resource;machine;work center;work centre;workcenter;line;production line;cell;station;asset;equipment;department;team;role;ressource;maschine;anlage;arbeitsplatz;linie;abteilung;kostenstelle;poste;poste de charge;ligne;atelier;recurso;maquina;linea;centro de trabajo;puesto;risorsa;macchina;linea;centro di lavoro;reparto;bron;lijn;afdeling;werkplek;linha;centro de trabalho;press;presse;oven;tool;werkzeug',
  capacity:
    'capacity;available capacity;capacity per week;weekly capacity;available hours;hours available;available time;capacity hours;max capacity;maximum;kapazitat;verfugbare stunden;wochenkapazitat;verfugbare kapazitat;capacite;heures disponibles;capacite hebdo;capacite disponible;capacidad;horas disponibles;capacidad semanal;capacita;ore disponibili;capacita settimanale;capaciteit;beschikbare uren;weekcapaciteit;capacidade;horas disponiveis;net capacity;nettokapazitat;available',
  load_hours:
    'load;load hours;booked;booked hours;required hours;planned hours;hours;committed;allocated;workload;demand hours;belastung;last;auslastung stunden;geplante stunden;belegt;stunden;bedarf;charge;heures;heures prevues;besoin;carga;horas;horas planificadas;carico;ore;ore pianificate;bezetting;uren;geplande uren;carga planejada;std;gebucht;reserved',
  utilisation:
    'utilisation;utilization;load %;auslastung;taux de charge;taux d occupation;utilizacion;ocupacion;utilizzo;saturazione;bezettingsgraad;utilizacao',
  quantity:
    'quantity;qty;amount;units;pieces;pcs;order qty;demand;forecast;menge;stuck;stk;anzahl;bestellmenge;quantite;qte;cantidad;cant;unidades;quantita;qta;pezzi;aantal;hoeveelheid;quantidade;volume',
  unit: 'unit;uom;unit of measure;einheit;me;mengeneinheit;unite;unidad;unita;um;eenheid;unidade',
  week: 'week;calendar week;week number;iso week;kw;kalenderwoche;woche;semaine;sem;semana;settimana;week nr;weeknummer;week start;wk;period;periode;periodo;month;monat;mois;mes;mese;maand;bucket',
  date: 'date;day;datum;tag;jour;fecha;dia;data;giorno;dag',
  due_date:
    'due;due date;delivery date;promised date;ship date;required date;need date;liefertermin;lieferdatum;termin;falligkeit;wunschtermin;date de livraison;echeance;livraison;delai;fecha de entrega;entrega;vencimiento;data di consegna;consegna;scadenza;leverdatum;levering;data de entrega;prazo',
  start:
    'start;start date;from;begin;beginn;startdatum;von;ab;debut;date debut;du;inicio;desde;fecha inicio;inizio;dal;begindatum;van;de',
  end: 'end;end date;to;until;finish;ende;enddatum;bis;fin;date fin;au;hasta;fecha fin;fine;al;einddatum;tot;ate',
  customer: 'customer;client;account;kunde;kundenname;auftraggeber;cliente;klant;clients;sold to',
  order:
    'order;order number;sales order;so;order id;job;job number;project;auftrag;auftragsnummer;auftrag nr;projekt;commande;n commande;projet;of;pedido;orden;proyecto;ordine;commessa;progetto;opdracht;ordernummer;id;ordem;projeto;work order;fertigungsauftrag',
  supplier: 'supplier;vendor;lieferant;fournisseur;proveedor;fornitore;leverancier;fornecedor;origin',
  site: 'site;plant;factory;location;warehouse;werk;standort;lager;lagerort;usine;entrepot;planta;fabrica;almacen;stabilimento;magazzino;fabriek;locatie;magazijn',
  destination: 'destination;ziel;zielort;destino;destinazione;bestemming',
  lead_time:
    'lead time;leadtime;lt;base lead time;standard lead time;delivery time;throughput time;replenishment time;lieferzeit;durchlaufzeit;wiederbeschaffungszeit;wbz;vorlaufzeit;delai;delai de livraison;delai d approvisionnement;plazo;plazo de entrega;tiempo de entrega;tempo di consegna;lead time fornitore;tempo di attraversamento;levertijd;doorlooptijd;prazo de entrega;duration;dauer;duree;transit time',
  setup_time:
    'setup;set up;setup time;setup hours;changeover;rustzeit;rusten;ruestzeit;temps de reglage;reglage;changement;tiempo de preparacion;preparacion;attrezzaggio;tempo di setup;insteltijd;omsteltijd;preparacao',
  run_time:
    'run time;run hours;run hours per unit;cycle time;time per unit;hours per unit;unit time;processing time;duration per unit;stuckzeit;bearbeitungszeit;zykluszeit;taktzeit;zeit pro stuck;temps unitaire;temps de cycle;tiempo unitario;tiempo de ciclo;tiempo por unidad;tempo ciclo;tempo unitario;cyclustijd;stuktijd;bewerkingstijd;tempo de ciclo;min pcs',
  units_per_hour:
    'units per hour;pieces per hour;rate;throughput;output per hour;stuck pro stunde;stk h;pieces heure;cadence;unidades por hora;pezzi ora;pezzi all ora;stuks per uur;pecas por hora;uph',
  step: 'step;sequence;seq;op no;operation number;schritt;arbeitsgang nr;vorgang;etape;paso;fase;stap;passo;ag',
  operation: 'operation;process;arbeitsgang;operation name;operacion;operazione;bewerking;operacao;activity;task',
  lot: 'lot;lot size;lot multiple;batch;batch size;losgrosse;los;taille de lot;lote;tamano de lote;lotto;partij;batchgrootte',
  min_qty:
    'min qty;minimum quantity;moq;min order;size minimum;mindestmenge;quantite minimum;cantidad minima;quantita minima;minimum;min',
  max_qty:
    'max qty;maximum quantity;size maximum;hochstmenge;maximalmenge;quantite maximum;cantidad maxima;quantita massima;max',
  on_hand:
    'on hand;onhand;stock;inventory;available stock;bestand;lagerbestand;stock disponible;existencias;inventario;giacenza;scorta;voorraad;estoque',
  headcount:
    'headcount;people;fte;operators;staff;mitarbeiter;personal;kopfe;effectif;operateurs;personas;operarios;addetti;operatori;medewerkers;pessoas;number of machines;machines',
  efficiency:
    'efficiency;oee;yield;wirkungsgrad;leistungsgrad;nutzungsgrad;rendement;trs;eficiencia;rendimiento;efficienza;resa;rendement;eficiencia',
  shifts: 'shifts;shift;schichten;schicht;equipes;equipe;turnos;turno;turni;ploegen;ploeg;hours per shift',
  status: 'status;state;statut;estado;stato',
  priority: 'priority;prioritat;prio;priorite;prioridad;priorita;prioriteit',
  calendar: 'calendar;kalender;calendrier;calendario;working days;available calendar',
  holiday:
    'holiday;holidays;feiertag;feiertage;jour ferie;jours feries;ferie;festivo;feriado;festivita;feestdag;closure;betriebsruhe;shutdown',
  cost: 'cost;price;rate;kosten;preis;cout;prix;coste;precio;costo;prezzo;prijs;custo;value amount;stundensatz',
  kind: 'type;kind;category;subcategory;art;typ;kategorie;categorie;tipo;categoria;soort;group;family;owner',
  note: 'note;notes;comment;comments;remark;remarks;bemerkung;kommentar;anmerkung;hinweis;remarque;commentaire;nota;notas;comentario;observaciones;osservazioni;opmerking;observacao;source',
  metric: 'metric;measure;kpi;figure;kennzahl;indicateur;indicador;indicatore;row',
  scenario: 'scenario;version;plan version;szenario;variante;escenario;cenario;case',
  key: 'key;parameter;setting;schlussel;cle;clave;chiave;sleutel',
  value: 'value;wert;valeur;valor;valore;waarde',
};

/** Words as they are compared: no accents, no case, no marks between words. */
export const plainWords = (text: string): string =>
  text
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9%]+/g, ' ')
    .trim();

const WORD_LIST: [string, Field][] = (Object.keys(FIELD_WORDS) as Field[]).flatMap((field) =>
  FIELD_WORDS[field].split(';').map((word): [string, Field] => [word, field]),
);

/** "lead time" is also "leadtime"; of a word that stands in two fields the first field has it. */
const BY_WORD = new Map(
  WORD_LIST.toReversed().flatMap(([word, field]): [string, Field][] => [
    [word.replaceAll(' ', ''), field],
    [word, field],
  ]),
);

/** Words that mean a field alone, but not inside of another header ("last modified"). */
const TOO_COMMON = new Set(['last', 'data', 'rate', 'case', 'amount', 'note', 'from', 'row', 'state', 'value', 'type']);

/** Words long enough that a header which contains them means them. */
const TELLING = WORD_LIST.filter(([word]) => word.length >= 4 && !TOO_COMMON.has(word)).toSorted(
  (a, b) => b[0].length - a[0].length,
);

/** The field that a header names, with a confidence from 0 to 1; null when no word of it is known. */
export const fieldOf = (header: string): { field: Field; confidence: number } | null => {
  const words = plainWords(header.replace(/[([].*?[)\]]/g, ' '));
  const exact = BY_WORD.get(words) ?? BY_WORD.get(words.replaceAll(' ', ''));
  if (exact !== undefined) return { field: exact, confidence: 0.95 };
  const padded = ` ${words} `;
  const within = TELLING.find(([word]) => padded.includes(` ${word} `));
  if (within) return { field: within[1], confidence: 0.75 };
  const part = TELLING.find(
    ([word]) => word.length >= 6 && words.replaceAll(' ', '').includes(word.replaceAll(' ', '')),
  );
  return part ? { field: part[1], confidence: 0.6 } : null;
};
